package main

import (
	"errors"
	"net/smtp"
)

// xoauth2 is the mechanism, as go-imap wants it.
type xoauth2 struct{ user, token string }

func (x xoauth2) Start() (string, []byte, error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next answers the challenge that says why a token is refused; the refusal itself comes after it.
func (x xoauth2) Next([]byte) ([]byte, error) {
	return []byte{}, nil
}

// smtpXOAUTH2 is the same, as net/smtp wants it.
type smtpXOAUTH2 struct{ xoauth2 }

func (x smtpXOAUTH2) Start(server *smtp.ServerInfo) (string, []byte, error) {
	if !server.TLS {
		return "", nil, errors.New("a token is not sent without TLS")
	}
	return x.xoauth2.Start()
}

func (x smtpXOAUTH2) Next(challenge []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	return x.xoauth2.Next(challenge)
}
