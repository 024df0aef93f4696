// Prints the first message with go-imap, or sends that of standard input with Go's own net/smtp.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net/smtp"
	"os"

	"github.com/emersion/go-imap"
	"github.com/emersion/go-imap/client"
	"github.com/emersion/go-sasl"
)

var address = "127.0.0.1:" + os.Getenv("MAIL_PORT")
var user, password = os.Getenv("MAIL_USER"), os.Getenv("MAIL_PASSWORD")

func main() {
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(must(os.ReadFile(os.Getenv("MAIL_CA"))))
	trust := &tls.Config{ServerName: "127.0.0.1", RootCAs: authorities}
	if os.Getenv("MAIL_PROTOCOL") == "smtp" {
		send(trust)
	} else {
		fetch(trust)
	}
}

func fetch(trust *tls.Config) {
	var imapClient *client.Client
	if os.Getenv("MAIL_TLS") == "implicit" {
		imapClient = must(client.DialTLS(address, trust))
	} else {
		imapClient = must(client.Dial(address))
	}
	if os.Getenv("MAIL_TLS") == "starttls" {
		check(imapClient.StartTLS(trust))
	}
	if os.Getenv("MAIL_PROTOCOL") == "imap, LOGIN" {
		check(imapClient.Login(user, password))
	} else {
		check(imapClient.Authenticate(sasl.NewPlainClient("", user, password)))
	}
	must(imapClient.Select("INBOX", false))
	first := new(imap.SeqSet)
	first.AddNum(1)
	whole := &imap.BodySectionName{}
	messages := make(chan *imap.Message, 1)
	check(imapClient.Fetch(first, []imap.FetchItem{whole.FetchItem()}, messages))
	must(io.Copy(os.Stdout, (<-messages).GetBody(whole)))
	check(imapClient.Logout())
}

func send(trust *tls.Config) {
	var smtpClient *smtp.Client
	if os.Getenv("MAIL_TLS") == "implicit" {
		smtpClient = must(smtp.NewClient(must(tls.Dial("tcp", address, trust)), "127.0.0.1"))
	} else {
		smtpClient = must(smtp.Dial(address))
	}
	if os.Getenv("MAIL_TLS") == "starttls" {
		check(smtpClient.StartTLS(trust))
	}
	check(smtpClient.Auth(smtp.PlainAuth("", user, password, "127.0.0.1")))
	check(smtpClient.Mail(os.Getenv("MAIL_FROM")))
	check(smtpClient.Rcpt(os.Getenv("MAIL_TO")))
	data := must(smtpClient.Data())
	must(io.Copy(data, os.Stdin))
	check(data.Close())
	check(smtpClient.Quit())
}

func must[Value any](value Value, err error) Value {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
