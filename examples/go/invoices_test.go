package main

import (
	"io"
	"log"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

var beside *fake

func TestMain(m *testing.M) {
	var err error
	if beside, err = startFake("--config", "fake.toml"); err != nil {
		log.Fatal(err)
	}
	status := m.Run()
	beside.stop()
	os.Exit(status)
}

func testSettings() settings {
	environment := map[string]string{
		"AUTHORITY": beside.Authority,
		"CLIENT_ID": beside.Apps[0].ClientID,
		"MAILBOX":   beside.Users[0].UPN,
		"IMAP":      beside.IMAP.String(),
		"SMTP":      beside.SMTP.String(),
	}
	return settingsFrom(func(name string) string { return environment[name] })
}

func TestInvoicesAreAnsweredOnce(t *testing.T) {
	s := testSettings()
	token, err := signIn(s, func(code answer) { signInOnAnotherDevice(t, code) })
	if err != nil {
		t.Fatal(err)
	}
	for _, expected := range [][]string{{"4711"}, {}} {
		answered, err := answerInvoices(s, token)
		if err != nil || !reflect.DeepEqual(answered, expected) {
			t.Fatal(answered, err)
		}
	}
}

func TestAnApplicationThatNobodyKnowsIsRefused(t *testing.T) {
	s := testSettings()
	s.clientID = "00000000-0000-0000-0000-000000000001"
	_, err := signIn(s, func(answer) { t.Error("nobody is to sign in") })
	if err == nil || !strings.Contains(err.Error(), "AADSTS700016") {
		t.Fatal(err)
	}
}

var (
	form   = regexp.MustCompile(`<form method="post" action="([^"]+)"><input type="hidden" name="flowToken" value="([^"]+)">`)
	button = regexp.MustCompile(`name="do" value="([^"]+)" class=primary`)
)

// signInOnAnotherDevice is the person: types the code, and on each page what it asks for.
func signInOnAnotherDevice(t *testing.T, code answer) {
	cookies, _ := cookiejar.New(nil)
	browser := http.Client{Jar: cookies}
	page, _ := url.Parse(code.VerificationURI)
	fields := url.Values{"otc": {code.UserCode}}
	for {
		response, err := browser.PostForm(page.String(), fields)
		if err != nil {
			t.Fatal(err)
		}
		html, _ := io.ReadAll(response.Body)
		response.Body.Close()
		found, pressed := form.FindSubmatch(html), button.FindSubmatch(html)
		if found == nil || pressed == nil {
			return
		}
		page, _ = page.Parse(string(found[1]))
		fields = url.Values{
			"flowToken": {string(found[2])},
			"loginfmt":  {beside.Users[0].UPN},
			"passwd":    {beside.Users[0].Password},
			"do":        {string(pressed[1])},
		}
	}
}
