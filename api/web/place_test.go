package web_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"walkin/api/web"
	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// TestTheCodeOfAPageIsTheCode reads the path back, module by module.
func TestTheCodeOfAPageIsTheCode(t *testing.T) {
	for _, address := range []string{"https://walkin.example/c/dk-plexus-odense", "https://walkin.example/week?at=c:" + strings.Repeat("dk-plexus-odense,c:", 12)} {
		got, err := web.CodeOf(address)
		if err != nil {
			t.Fatal(err)
		}
		want, err := qr.Encode(address, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		if got.Size != want.Size+8 {
			t.Errorf("it is %d modules wide, want %d and a quiet zone of 4 on each side", got.Size, want.Size)
		}
		dark := make(map[[2]int]bool)
		runs := regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)
		for _, m := range runs.FindAllStringSubmatch(got.Path, -1) {
			x, y, n := number(t, m[1]), number(t, m[2]), number(t, m[3])
			if m[3] != m[4] {
				t.Errorf("%s is no rectangle", m[0])
			}
			for i := range n {
				dark[[2]int{x + i, y}] = true
			}
		}
		if rest := runs.ReplaceAllString(got.Path, ""); rest != "" {
			t.Errorf("the path holds %q too", rest)
		}
		for y := range got.Size {
			for x := range got.Size {
				if dark[[2]int{x, y}] != want.Black(x-4, y-4) {
					t.Fatalf("module %d, %d is wrong", x, y)
				}
			}
		}
	}
	if _, err := web.CodeOf(strings.Repeat("x", 5000)); err == nil {
		t.Error("no code holds that much, and nobody says so")
	}
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func at(clock string) *schedule.Clock {
	c, err := schedule.ParseClock(clock)
	if err != nil {
		panic(err)
	}
	return &c
}

// TestHoursOfAWeek asks on a Wednesday evening: today comes first.
func TestHoursOfAWeek(t *testing.T) {
	site, err := web.Open()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 12, 23, 18, 0, 0, 0, time.UTC)
	base := schedule.Schedule{Zone: "Europe/Copenhagen", Country: "DK"}
	with := func(change func(s *schedule.Schedule)) *schedule.Schedule {
		s := base
		change(&s)
		return &s
	}
	christmas := schedule.Date{Year: 2026, Month: 12, Day: 24}
	for name, test := range map[string]struct {
		hours *schedule.Schedule
		want  []string
		bars  int
	}{
		"nobody has told us": {&base, []string{"We do not know the hours. Ask them first."}, 0},
		"a night, a holiday of which nobody has spoken, an exception": {with(func(s *schedule.Schedule) {
			s.Weekly = []schedule.Weekly{{Days: []schedule.Day{schedule.Wed, schedule.Thu, schedule.Fri}, Opens: at("20:00"), Closes: at("02:00")},
				{Days: []schedule.Day{schedule.Mon}, Opens: at("10:00")}, {Days: []schedule.Day{schedule.Tue}}, {Days: []schedule.Day{schedule.Sun}, Closes: at("16:00"), Doubt: "hver anden"}}
			s.Exceptions = []schedule.Exception{{From: christmas, Closed: true, Reason: "Juleferie"}}
		}), []string{
			"Wed: 20:00–02:00", "Thu: closed (Juleferie)", "Fri: perhaps 20:00–02:00 (Juledag)", "Sat: closed", "Sun: perhaps until 16:00, we do not know from when (hver anden)",
			"Mon: perhaps from 10:00, we do not know until when", "Tue: time not known",
		}, 5},
		"words that undo all of it": {with(func(s *schedule.Schedule) {
			s.Doubt = "stand 2012"
			s.Weekly = []schedule.Weekly{{Days: []schedule.Day{schedule.Wed}, Opens: at("12:00"), Closes: at("16:00")}}
		}), []string{"Wed: perhaps 12:00–16:00", "Thu: not known", "Fri: not known", "Sat: not known", "Sun: not known", "Mon: not known", "Tue: not known"}, 1},
	} {
		got, bars := site.Hours("en", test.hours, now)
		if !slices.Equal(got, test.want) || bars != test.bars {
			t.Errorf("%s: %d bars and\n%s\nwant %d and\n%s", name, bars, strings.Join(got, "\n"), test.bars, strings.Join(test.want, "\n"))
		}
	}
	arabic, _ := site.Hours("ar", with(func(s *schedule.Schedule) {
		s.Weekly = []schedule.Weekly{{Days: []schedule.Day{schedule.Wed}, Opens: at("12:00"), Closes: at("16:00")}}
	}), now)
	if !strings.Contains(arabic[0], "\u206612:00–16:00\u2069") {
		t.Errorf("in an Arabic sentence the hours are turned round: %q", arabic[0])
	}
}

func TestWhatIsKeptIsIdsOnly(t *testing.T) {
	kept := web.ReadKept("c:dk-plexus-odense, a:halsnaes-braetspil,c:dk-plexus-odense,h:livslinien,c:,c:Ærø,jeg er ked af det,<script>")
	if got := kept.String(); got != "c:dk-plexus-odense,a:halsnaes-braetspil" {
		t.Errorf("kept %q", got)
	}
	many := web.ReadKept("c:a1,c:a2,c:a3,c:a4,c:a5,c:a6,c:a7,c:a8,c:a9,c:b1,c:b2,c:b3,c:b4,c:b5")
	if len(many) != web.MaxKept {
		t.Errorf("kept %d", len(many))
	}
	if got := web.ReadKept(""); len(got) != 0 || got.At() != "" || got.Query() != "" {
		t.Errorf("kept %q of nothing", got)
	}
	if got := web.ReadKept("c:x")[0]; got != (directory.Key{Kind: directory.KindCentre, ID: "x"}) {
		t.Errorf("kept %v", got)
	}
}

func TestNumbersCanBeReadAloud(t *testing.T) {
	for number, want := range map[string]string{
		"+4570221000": "+45 70 22 10 00", "20561632": "20 56 16 32", "116111": "116111", "0468547997": "04 68 54 79 97", "+31302303030": "+31 302 30 30 30", "": "",
	} {
		got := web.Spaced(number)
		if got != want || strings.ReplaceAll(got, " ", "") != number {
			t.Errorf("%s is written %q, want %q", number, got, want)
		}
	}
}
