<?php
declare(strict_types=1);

/** Where Microsoft 365 is and who asks. Only tests set the addresses. */
final class Settings
{
    public function __construct(
        public readonly string $authority,
        public readonly string $clientId,
        public readonly string $clientSecret,
        public readonly string $mailbox,
        public readonly string $imap,
        public readonly string $smtp,
    ) {
    }

    /** @param array<string, string> $environment */
    public static function from(array $environment): self
    {
        return new self(
            $environment['AUTHORITY'] ?? "https://login.microsoftonline.com/{$environment['TENANT_ID']}",
            $environment['CLIENT_ID'],
            $environment['CLIENT_SECRET'],
            $environment['MAILBOX'],
            $environment['IMAP'] ?? 'outlook.office365.com:993',
            $environment['SMTP'] ?? 'smtp.office365.com:587',
        );
    }
}
