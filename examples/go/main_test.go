package main

import (
	"net/http/httptest"
	"testing"
)

func TestTell(t *testing.T) {
	for query, want := range map[string]string{
		"zone=UTC&at=2026-01-02T11:00:00Z": "11:00 UTC\n",
		"zone=UTC&at=noon":                 "parsing time \"noon\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"noon\" as \"2006\"\n",
	} {
		w := httptest.NewRecorder()
		tell(w, httptest.NewRequest("GET", "/?"+query, nil))
		if got := w.Body.String(); got != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
}
