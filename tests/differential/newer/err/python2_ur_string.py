ur'a'
