package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// fake is a fake Exchange Online beside the tests; it has what `serve --endpoints` has written.
type fake struct {
	Authority  string
	CAFile     string `json:"ca_file"`
	IMAP, SMTP address
	Users      []struct{ UPN, Password string }
	Apps       []struct {
		ClientID string `json:"client_id"`
	}

	server *exec.Cmd
	ended  <-chan error
	folder string
}

type address struct {
	Host string
	Port int
}

func (a address) String() string { return fmt.Sprintf("%s:%d", a.Host, a.Port) }

// startFake runs `fakeserver serve`; from then on this program trusts the fake.
func startFake(options ...string) (*fake, error) {
	folder, err := os.MkdirTemp("", "fake-")
	if err != nil {
		return nil, err
	}
	file := filepath.Join(folder, "endpoints.json")
	server := exec.Command("fakeserver", append([]string{"serve", "--endpoints", file}, options...)...)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	// The file is there once all ports accept.
	for {
		written, err := os.ReadFile(file)
		if err == nil {
			started := &fake{server: server, ended: ended, folder: folder}
			if err := json.Unmarshal(written, started); err != nil {
				return nil, err
			}
			// Go reads it at the first connection; on macOS and Windows give clients a tls.Config with RootCAs.
			return started, os.Setenv("SSL_CERT_FILE", started.CAFile)
		}
		select {
		case <-ended:
			return nil, errors.New("fakeserver has ended; it says above why")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (f *fake) stop() {
	f.server.Process.Signal(syscall.SIGTERM)
	<-f.ended
	os.RemoveAll(f.folder)
}
