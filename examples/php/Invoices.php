<?php
declare(strict_types=1);

use PHPMailer\PHPMailer\OAuthTokenProvider;
use PHPMailer\PHPMailer\PHPMailer;

require_once __DIR__ . '/libraries.php';
require_once __DIR__ . '/Settings.php';

final class SignInFailed extends RuntimeException
{
}

/** Answers the invoices in a mailbox: finds them by IMAP, thanks for each by SMTP, and marks it as read. */
final class Invoices implements OAuthTokenProvider
{
    private string $token = '';

    public function __construct(private readonly Settings $settings)
    {
    }

    /** Gets the application's own token, by client credentials. */
    public function signIn(): void
    {
        $form = [
            'grant_type' => 'client_credentials',
            'client_id' => $this->settings->clientId,
            'client_secret' => $this->settings->clientSecret,
            'scope' => 'https://outlook.office365.com/.default',
        ];
        $context = stream_context_create(['http' => [
            'method' => 'POST',
            'header' => 'Content-Type: application/x-www-form-urlencoded',
            'content' => http_build_query($form),
            'ignore_errors' => true,
        ]]);
        $answer = file_get_contents("{$this->settings->authority}/oauth2/v2.0/token", false, $context);
        $answer = json_decode((string) $answer, true, flags: JSON_THROW_ON_ERROR);
        $this->token = $answer['access_token'] ?? throw new SignInFailed($answer['error_description']);
    }

    /** @return list<string> the numbers of those that were answered */
    public function answer(): array
    {
        [$host, $port] = explode(':', $this->settings->imap);
        $imap = new Horde_Imap_Client_Socket([
            'hostspec' => $host,
            'port' => (int) $port,
            'secure' => 'ssl',
            'username' => $this->settings->mailbox,
            'password' => $this->token, // Horde asks for one
            'xoauth2_token' => new Horde_Imap_Client_Password_Xoauth2($this->settings->mailbox, $this->token),
            'context' => ['ssl' => ['verify_peer' => true, 'verify_peer_name' => true]],
        ]);
        try {
            return $this->answerEach($imap);
        } finally {
            $imap->logout();
        }
    }

    /** @return list<string> */
    private function answerEach(Horde_Imap_Client_Socket $imap): array
    {
        $unread = new Horde_Imap_Client_Search_Query();
        $unread->flag(Horde_Imap_Client::FLAG_SEEN, false);
        $unread->headerText('Subject', 'Invoice');
        $wanted = new Horde_Imap_Client_Fetch_Query();
        $wanted->envelope();
        $answered = [];
        foreach ($imap->search('INBOX', $unread)['match'] as $uid) {
            $ids = new Horde_Imap_Client_Ids($uid);
            $envelope = $imap->fetch('INBOX', $wanted, ['ids' => $ids])[$uid]->getEnvelope();
            if (preg_match('/Invoice (\d+)/', $envelope->subject, $found)) {
                $this->thank($envelope, $found[1]);
                $imap->store('INBOX', ['add' => [Horde_Imap_Client::FLAG_SEEN], 'ids' => $ids]);
                $answered[] = $found[1];
            }
        }
        return $answered;
    }

    private function thank(Horde_Imap_Client_Data_Envelope $invoice, string $number): void
    {
        [$host, $port] = explode(':', $this->settings->smtp);
        $mail = new PHPMailer(exceptions: true);
        $mail->isSMTP();
        $mail->Host = $host;
        $mail->Port = (int) $port;
        $mail->SMTPSecure = PHPMailer::ENCRYPTION_STARTTLS;
        $mail->SMTPAuth = true;
        $mail->AuthType = 'XOAUTH2';
        $mail->setOAuth($this);
        $mail->setFrom($this->settings->mailbox);
        $mail->addAddress($invoice->reply_to[0]->bare_address);
        $mail->Subject = "Re: {$invoice->subject}";
        $mail->addCustomHeader('In-Reply-To', $invoice->message_id);
        $mail->Body = "Thank you. Invoice {$number} will be paid within 30 days.\n";
        $mail->send();
    }

    /** What PHPMailer sends for XOAUTH2. */
    public function getOauth64(): string
    {
        return base64_encode("user={$this->settings->mailbox}\1auth=Bearer {$this->token}\1\1");
    }
}
