<?php
foreach (explode(" ", getenv("URLS")) as $url) {
    $stream = @file_get_contents($url);
    $handle = curl_init($url);
    curl_setopt($handle, CURLOPT_RETURNTRANSFER, true);
    $by_curl = curl_exec($handle);
    if (($stream === false) !== ($by_curl === false)) {
        echo "streams and curl differ\n";
    }
    echo $stream === false ? "refused " . curl_error($handle) . "\n" : "ok\n";
}
