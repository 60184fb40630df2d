"""The table of addresses and spellings: what people give may only lead to hosts that everybody can reach."""

from __future__ import annotations

import pytest

from bot.sources import addresses

REFUSED = """
http://127.0.0.1/
http://127.1/
http://127.0.1/
http://127.255.255.254/
http://2130706433/
http://017700000001/
http://0177.0.0.1/
http://0177.0.0.01/
http://0x7f.0.0.1/
http://0x7f.1/
http://0x7f000001/
http://0X7F000001/
http://127.0.0.0x1/
http://127.0.0.1./
http://127.0.0.1../
http://１２７.0.0.1/
http://①②⑦.⓪.⓪.①/
http://127。0。0。1/
http://0.0.0.0/
http://0/
http://0.1.2.3/
http://10.0.0.1/
http://10.255.255.255/
http://172.16.0.1/
http://172.31.255.255/
http://192.168.1.1/
http://192.168.0.1:80/
http://169.254.169.254/
http://169.254.169.254:80/latest/meta-data
http://0xa9fea9fe/
http://2852039166/
http://0251.0376.0251.0376/
http://100.64.0.1/
http://100.127.255.255/
http://192.0.0.1/
http://192.0.2.1/
http://198.18.0.1/
http://198.51.100.1/
http://203.0.113.1/
http://224.0.0.1/
http://239.255.255.255/
http://240.0.0.1/
http://255.255.255.255/
http://192.88.99.1/
http://[::1]/
http://[::]/
http://[0:0:0:0:0:0:0:1]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::ffff:8.8.8.8]/
http://[::127.0.0.1]/
http://[::ffff:0:127.0.0.1]/
http://[64:ff9b::7f00:1]/
http://[64:ff9b::8.8.8.8]/
http://[64:ff9b:1::1]/
http://[2002:7f00:1::]/
http://[2002:808:808::1]/
http://[2001:0:7f00:1::]/
http://[2001:db8::1]/
http://[fc00::1]/
http://[fd12:3456:789a::1]/
http://[fe80::1]/
http://[fe80::1%25eth0]/
http://[fec0::1]/
http://[ff02::1]/
http://localhost/
http://localhost./
http://LOCALHOST/
http://router/
http://user@example.com/
http://user:secret@example.com/
http://example.com@127.0.0.1/
http://:@example.com/x
http://example.com:22/
http://example.com:8080/
https://example.com:8443/
http://example.com:0/
ftp://example.com/
file:///etc/passwd
gopher://example.com/
javascript:alert(1)
data:text/plain,x
example.com
//example.com/
http:///example
http://exa mple.com/
http://ex%41mple.com/
http://-/
""".strip().splitlines()
ALLOWED = """
http://example.com/
https://example.com/
https://example.com:443/feed
http://example.com:80/feed?a=1#b
http://EXAMPLE.com./feed
http://例子.测试/feed
https://xn--fsqu00a.xn--0zwm56d/feed
http://8.8.8.8/
http://8.8.8.8./
https://[2606:4700::1111]/
http://a-b_c.example.com/
""".strip().splitlines()


@pytest.mark.parametrize("text", REFUSED)
def test_an_address_that_hides_a_private_one_is_refused(text: str) -> None:
    url = addresses.address_of(text)
    assert url is None or addresses.refusal(url, trusted=False)


@pytest.mark.parametrize("text", ALLOWED)
def test_a_public_address_is_allowed(text: str) -> None:
    url = addresses.address_of(text)
    assert url is not None
    assert addresses.refusal(url, trusted=False) is None


def test_the_table_is_as_long_as_promised() -> None:
    assert len(set(REFUSED)) >= 60


def test_what_the_operator_configured_may_be_local() -> None:
    url = addresses.address_of("http://127.0.0.1:8090/feed")
    assert url is not None
    assert addresses.refusal(url, trusted=True) is None


def test_an_endless_address_is_refused_even_when_trusted() -> None:
    url = addresses.address_of("http://127.0.0.1/" + "a" * addresses.MAX_ADDRESS)
    assert url is not None
    assert addresses.refusal(url, trusted=True)


def test_one_private_address_among_many_spoils_a_name() -> None:
    addresses.check(["8.8.8.8", "2606:4700::1111"])
    with pytest.raises(addresses.ForbiddenAddressError, match="not public"):
        addresses.check(["8.8.8.8", "fe80::1%eth0"])
