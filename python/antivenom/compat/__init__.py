"""The peers' own interfaces over antivenom's parts: change one import, keep the rest.

What a peer accepts, these accept, lax defaults included; the strict ones are in ``antivenom.<part>``.
"""
