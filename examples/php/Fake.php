<?php
declare(strict_types=1);

/** A fake Exchange Online beside the tests. */
final class Fake
{
    /** Where everything is: what `serve --endpoints` has written. */
    public readonly array $endpoints;
    private readonly string $file;
    /** @var resource */
    private $server;

    /** Starts `fakeserver serve`; from then on this program trusts the fake. */
    public function __construct(string ...$options)
    {
        $this->file = sys_get_temp_dir() . '/endpoints-' . bin2hex(random_bytes(8)) . '.json';
        $command = ['fakeserver', 'serve', '--endpoints', $this->file, ...$options];
        $this->server = proc_open($command, [1 => ['file', '/dev/null', 'w']], $pipes);
        // The file is there once all ports accept.
        while (!is_file($this->file)) {
            if (!proc_get_status($this->server)['running']) {
                throw new RuntimeException('fakeserver has ended; it says above why');
            }
            usleep(20_000);
            clearstatcache();
        }
        $this->endpoints = json_decode(file_get_contents($this->file), true, flags: JSON_THROW_ON_ERROR);
        // PHP's streams verify by it, unless openssl.cafile of php.ini names another.
        putenv("SSL_CERT_FILE={$this->endpoints['ca_file']}");
    }

    public function address(string $protocol): string
    {
        return implode(':', $this->endpoints[$protocol]);
    }

    public function stop(): void
    {
        proc_terminate($this->server);
        proc_close($this->server);
        unlink($this->file);
    }
}
