<?php
// Composer's packages where they are installed, else Debian's (php-horde-imap-client, libphp-phpmailer).
if (is_file(__DIR__ . '/vendor/autoload.php')) {
    require_once __DIR__ . '/vendor/autoload.php';
} else {
    require_once '/usr/share/php/libphp-phpmailer/autoload.php';
    spl_autoload_register(function (string $class): void {
        if (str_starts_with($class, 'Horde')) {
            require_once strtr($class, '_\\', '//') . '.php';
        }
    });
}
