module invoices

go 1.19

require github.com/emersion/go-imap v1.2.1
