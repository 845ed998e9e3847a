x = f"a{b!r:>{w}.{p}}{{c}}{d = }" rb'\x00' u"ü" '''t
r''' f'{a['b']}' t"{x:{y}}" "\N{DASH}\
"
y = f'''{
    a  # note
}'''
