"""The example in PHP: Horde's IMAP client and PHPMailer, under PHPUnit."""

from pathlib import Path

from tests.examples.example import copied, needs


def test_its_tests_pass(tmp_path: Path) -> None:
    needs(
        "php",
        "phpunit",
        packages="php-cli phpunit php-horde-imap-client libphp-phpmailer",
        files=("/usr/share/php/Horde/Imap/Client.php", "/usr/share/php/libphp-phpmailer/autoload.php"),
    )
    php = copied("php", tmp_path)
    assert f"\nOK ({php.count('InvoicesTest.php', 'public function test')} tests, " in php.said()
