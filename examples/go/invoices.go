// Answers the invoices in a mailbox: finds them by IMAP, thanks for each by SMTP, and marks it as read.
//
//	TENANT_ID=… CLIENT_ID=… MAILBOX=invoices@contoso.com go run .
package main

import (
	"fmt"
	"log"
	"net/smtp"
	"os"
	"regexp"
	"strings"

	"github.com/emersion/go-imap"
	"github.com/emersion/go-imap/client"
)

var number = regexp.MustCompile(`Invoice (\d+)`)

// settings say where Microsoft 365 is and who asks. Only tests set the addresses.
type settings struct {
	authority, clientID, mailbox, imap, smtp string
}

func settingsFrom(get func(string) string) settings {
	or := func(name, usual string) string {
		if value := get(name); value != "" {
			return value
		}
		return usual
	}
	return settings{
		authority: or("AUTHORITY", "https://login.microsoftonline.com/"+get("TENANT_ID")),
		clientID:  get("CLIENT_ID"),
		mailbox:   get("MAILBOX"),
		imap:      or("IMAP", "outlook.office365.com:993"),
		smtp:      or("SMTP", "smtp.office365.com:587"),
	}
}

// answerInvoices returns the numbers of those that were answered.
func answerInvoices(s settings, token string) ([]string, error) {
	mail, err := client.DialTLS(s.imap, nil)
	if err != nil {
		return nil, err
	}
	defer mail.Logout()
	if err := mail.Authenticate(xoauth2{s.mailbox, token}); err != nil {
		return nil, err
	}
	if _, err := mail.Select("INBOX", false); err != nil {
		return nil, err
	}
	found, err := unreadInvoices(mail)
	if err != nil {
		return nil, err
	}
	answered := []string{}
	for _, message := range found {
		match := number.FindStringSubmatch(message.Envelope.Subject)
		if match == nil {
			continue
		}
		if err := thank(s, token, message.Envelope, match[1]); err != nil {
			return answered, err
		}
		if err := mail.UidStore(only(message.Uid), imap.AddFlags, []interface{}{imap.SeenFlag}, nil); err != nil {
			return answered, err
		}
		answered = append(answered, match[1])
	}
	return answered, nil
}

func unreadInvoices(mail *client.Client) ([]*imap.Message, error) {
	criteria := imap.NewSearchCriteria()
	criteria.WithoutFlags = []string{imap.SeenFlag}
	criteria.Header.Add("Subject", "Invoice")
	uids, err := mail.UidSearch(criteria)
	if err != nil || len(uids) == 0 {
		return nil, err
	}
	messages := make(chan *imap.Message, len(uids))
	if err := mail.UidFetch(only(uids...), []imap.FetchItem{imap.FetchUid, imap.FetchEnvelope}, messages); err != nil {
		return nil, err
	}
	var found []*imap.Message
	for message := range messages {
		found = append(found, message)
	}
	return found, nil
}

func only(uids ...uint32) *imap.SeqSet {
	set := new(imap.SeqSet)
	set.AddNum(uids...)
	return set
}

func thank(s settings, token string, invoice *imap.Envelope, number string) error {
	sender := invoice.ReplyTo[0].Address()
	lines := []string{
		"From: " + s.mailbox,
		"To: " + sender,
		"Subject: Re: " + invoice.Subject,
		"In-Reply-To: " + invoice.MessageId,
		"",
		"Thank you. Invoice " + number + " will be paid within 30 days.",
		"",
	}
	message := []byte(strings.Join(lines, "\r\n"))
	return smtp.SendMail(s.smtp, smtpXOAUTH2{xoauth2{s.mailbox, token}}, s.mailbox, []string{sender}, message)
}

func main() {
	s := settingsFrom(os.Getenv)
	token, err := signIn(s, func(code answer) { fmt.Println(code.Message) })
	if err != nil {
		log.Fatal(err)
	}
	answered, err := answerInvoices(s, token)
	fmt.Println("answered:", strings.Join(answered, ", "))
	if err != nil {
		log.Fatal(err)
	}
}
