package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const scopes = "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send"

// answer is what the endpoints of Entra ID send; each sets those members that are its own.
type answer struct {
	AccessToken      string `json:"access_token"`
	Error            string `json:"error"`
	ErrorDescription string `json:"error_description"`
	DeviceCode       string `json:"device_code"`
	UserCode         string `json:"user_code"`
	VerificationURI  string `json:"verification_uri"`
	Message          string `json:"message"`
	Interval         int    `json:"interval"`
}

// signIn returns a token on behalf of somebody who signs in on another device; show tells them where.
func signIn(s settings, show func(answer)) (string, error) {
	code, err := ask(s.authority+"/oauth2/v2.0/devicecode", url.Values{"client_id": {s.clientID}, "scope": {scopes}})
	if err != nil {
		return "", err
	}
	show(code)
	form := url.Values{
		"grant_type":  {"urn:ietf:params:oauth:grant-type:device_code"},
		"client_id":   {s.clientID},
		"device_code": {code.DeviceCode},
	}
	for {
		token, err := ask(s.authority+"/oauth2/v2.0/token", form)
		if token.Error != "authorization_pending" {
			return token.AccessToken, err
		}
		time.Sleep(time.Duration(code.Interval) * time.Second)
	}
}

func ask(address string, form url.Values) (answer, error) {
	var said answer
	response, err := http.Post(address, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if err != nil {
		return said, err
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(&said); err != nil {
		return said, err
	}
	if said.Error != "" {
		return said, fmt.Errorf("%s: %s", said.Error, said.ErrorDescription)
	}
	return said, nil
}
