<?php
declare(strict_types=1);

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Fake.php';
require_once __DIR__ . '/Invoices.php';

final class InvoicesTest extends TestCase
{
    private static Fake $fake;

    public static function setUpBeforeClass(): void
    {
        self::$fake = new Fake('--config', __DIR__ . '/fake.toml');
    }

    public static function tearDownAfterClass(): void
    {
        self::$fake->stop();
    }

    private static function invoices(string ...$changed): Invoices
    {
        [, $daemon] = self::$fake->endpoints['apps'];
        return new Invoices(Settings::from($changed + [
            'AUTHORITY' => self::$fake->endpoints['authority'],
            'CLIENT_ID' => $daemon['client_id'],
            'CLIENT_SECRET' => $daemon['client_secret'],
            'MAILBOX' => self::$fake->endpoints['users'][0]['upn'],
            'IMAP' => self::$fake->address('imap'),
            'SMTP' => self::$fake->address('smtp'),
        ]));
    }

    public function testInvoicesAreAnsweredOnce(): void
    {
        $invoices = self::invoices();
        $invoices->signIn();
        self::assertSame(['4711'], $invoices->answer());
        self::assertSame([], $invoices->answer());
    }

    public function testAWrongSecretIsRefusedWhenItSignsIn(): void
    {
        $this->expectException(SignInFailed::class);
        $this->expectExceptionMessage('AADSTS7000215');
        self::invoices(CLIENT_SECRET: 'wrong')->signIn();
    }
}
