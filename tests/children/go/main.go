// Asks Entra ID by HTTPS, IMAP by TLS, and DNS for the domain that is named first, by their real names.
package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"os"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	answer, err := http.Get("https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration")
	check(err)
	fmt.Println(answer.StatusCode)
	if len(os.Args) == 1 {
		return
	}

	connection, err := tls.Dial("tcp", "outlook.office365.com:993", nil)
	check(err)
	greeting, err := bufio.NewReader(connection).ReadString('\n')
	check(err)
	fmt.Print(greeting)

	exchanges, err := net.LookupMX(os.Args[1])
	check(err)
	fmt.Println(exchanges[0].Host)
}
