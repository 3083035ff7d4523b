<?php
// TENANT_ID=… CLIENT_ID=… CLIENT_SECRET=… MAILBOX=invoices@contoso.com php answer.php
require_once __DIR__ . '/Invoices.php';

$invoices = new Invoices(Settings::from(getenv()));
$invoices->signIn();
echo 'answered: ', implode(', ', $invoices->answer()), "\n";
