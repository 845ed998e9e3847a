uf"a"
