package engine

import (
	"testing"
	"time"

	"echostr/internal/journal"
	"echostr/internal/profile"
)

func TestLimitsOf(t *testing.T) {
	for keep, want := range map[profile.Keep]journal.Limits{
		{}:                                {},
		{Count: 10_000, MB: 256, Days: 7}: {MaxCount: 10_000, MaxBytes: 256 << 20, MaxAge: 7 * 24 * time.Hour},
	} {
		if got := limitsOf(&profile.Settings{Keep: keep}); got != want {
			t.Errorf("%+v: %+v, want %+v", keep, got, want)
		}
	}
}
