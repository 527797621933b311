<?php

// Takes the place of the file that Composer writes: loads Debian's Guzzle and the generated classes.

declare(strict_types=1);

require 'GuzzleHttp/autoload.php';

spl_autoload_register(function (string $class): void {
    $name = substr($class, strlen('OpenAPI\Client\\'));
    if (str_starts_with($class, 'OpenAPI\Client\\')) {
        require __DIR__ . '/../generated/src/' . strtr($name, '\\', '/') . '.php';
    }
});
