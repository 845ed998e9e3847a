t"a" t"{b}"
(t"{a}"
 tr"b")
