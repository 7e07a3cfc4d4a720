// Clock is a web server that tells the time in any zone: /?zone=Asia/Tokyo.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

func tell(w http.ResponseWriter, r *http.Request) {
	zone, err := time.LoadLocation(r.FormValue("zone"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	now := time.Now()
	if at := r.FormValue("at"); at != "" {
		if now, err = time.Parse(time.RFC3339, at); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
	}
	fmt.Fprintln(w, now.In(zone).Format("15:04 MST"))
}

// ask sends one request to a server and copies what it answers.
func ask(address, query string, out io.Writer) error {
	answer, err := http.Get("http://" + address + "/?" + query)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(out, answer.Body)
	return err
}

func main() {
	address := flag.String("listen", "127.0.0.1:8080", "address to listen on")
	query := flag.String("ask", "", "answer this query alone, over the loopback interface, and end")
	flag.Parse()
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	if *query == "" {
		log.Fatal(http.Serve(listener, http.HandlerFunc(tell)))
	}
	go http.Serve(listener, http.HandlerFunc(tell))
	if err := ask(listener.Addr().String(), *query, os.Stdout); err != nil {
		log.Fatal(err)
	}
}
