package browser

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"
)

// wire is the connection to Chromium. It lets chromedp speak, and listens on
// sessions of its own to everything that comes to be: tabs, windows that pages
// open, frames of other sites, and workers of every kind. Each of them waits
// until it is listened to, so that not even its first request is missed, which
// chromedp alone cannot do: it hears its own tabs only.
type wire struct {
	chromedp.Transport

	writing sync.Mutex
	number  int64 // of the last command of our own
	asked   bool  // chromedp has attached itself to something

	mu      sync.Mutex
	ours    map[target.SessionID]*source
	waiting map[int64]chan *cdproto.Message // for the answers to our own commands
	records map[cdp.BrowserContextID]*record
}

// source is one thing that is listened to.
type source struct {
	record *record
	tab    target.ID // in which it is; "" for what belongs to no tab
	kind   string    // "page", "iframe", "worker", "service_worker" and such
}

// ourNumbers is where the numbers of our own commands begin, far above those
// of chromedp.
const ourNumbers = 1 << 30

func dial(ctx context.Context, address string) (*wire, error) {
	conn, err := remote.DialContext(ctx, address)
	if err != nil {
		return nil, err
	}
	w := &wire{Transport: conn, number: ourNumbers, ours: make(map[target.SessionID]*source), waiting: make(map[int64]chan *cdproto.Message), records: make(map[cdp.BrowserContextID]*record)}
	// The kinds that belong to no tab; the others come with what they are in.
	return w, w.send(ctx, "", target.CommandSetAutoAttach,
		`{"autoAttach":true,"waitForDebuggerOnStart":true,"flatten":true,"filter":[{"type":"page"},{"type":"service_worker"},{"type":"shared_worker"}]}`)
}

// recordOf gives the record of a browser.
func (w *wire) recordOf(id cdp.BrowserContextID) *record {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.records[id] == nil {
		w.records[id] = newRecord()
	}
	return w.records[id]
}

// forget forgets a browser that is closed.
func (w *wire) forget(id cdp.BrowserContextID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.records, id)
}

// Write writes a message; chromedp and listen write at the same time.
func (w *wire) Write(ctx context.Context, msg *cdproto.Message) error {
	w.writing.Lock()
	defer w.writing.Unlock()
	w.asked = w.asked || msg.Method == target.CommandAttachToTarget
	return w.Transport.Write(ctx, msg)
}

// send sends a command whose answer nobody waits for: what cannot be enabled
// somewhere is not there.
func (w *wire) send(ctx context.Context, to target.SessionID, method, parameters string) error {
	return w.command(ctx, to, method, jsonv2.Value(parameters), nil)
}

func (w *wire) command(ctx context.Context, to target.SessionID, method string, parameters jsonv2.Value, answer chan *cdproto.Message) error {
	w.writing.Lock()
	defer w.writing.Unlock()
	w.number++
	if answer != nil {
		w.mu.Lock()
		w.waiting[w.number] = answer
		w.mu.Unlock()
	}
	return w.Transport.Write(ctx, &cdproto.Message{ID: w.number, SessionID: to, Method: cdproto.MethodType(method), Params: parameters})
}

// session is one of our own, to run commands in.
type session struct {
	wire *wire
	id   target.SessionID
}

// Call runs a command; see [cdp.Session].
func (s session) Call(ctx context.Context, method string, params, result any) error {
	parameters, err := jsonv2.Marshal(params, chromedp.DefaultMarshalOptions)
	if err != nil {
		return err
	}
	answer := make(chan *cdproto.Message, 1)
	if err := s.wire.command(ctx, s.id, method, parameters, answer); err != nil {
		return err
	}
	select {
	case msg := <-answer:
		if msg.Error != nil {
			return msg.Error
		}
		return jsonv2.Unmarshal(msg.Result, result, chromedp.DefaultUnmarshalOptions)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Subscribe gives no events: they go to the record.
func (s session) Subscribe(string) (<-chan jsonv2.Value, func()) {
	none := make(chan jsonv2.Value)
	close(none)
	return none, func() {}
}

// frames gives the sessions of the frames of other sites in a tab.
func (w *wire) frames(tab target.ID) []session {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []session
	for id, s := range w.ours {
		if s.tab == tab && s.kind == "iframe" {
			all = append(all, session{w, id})
		}
	}
	return all
}

// Read reads the next message that is for chromedp.
func (w *wire) Read(ctx context.Context, msg *cdproto.Message) error {
	for {
		if err := w.Transport.Read(ctx, msg); err != nil {
			return err
		}
		ours, err := w.take(ctx, msg)
		if err != nil {
			return err
		}
		if !ours {
			return nil
		}
		*msg = cdproto.Message{}
	}
}

// take notes a message if it is for us.
func (w *wire) take(ctx context.Context, msg *cdproto.Message) (bool, error) {
	if msg.ID > ourNumbers {
		w.mu.Lock()
		defer w.mu.Unlock()
		if answer := w.waiting[msg.ID]; answer != nil {
			copied := *msg
			answer <- &copied
			delete(w.waiting, msg.ID)
		}
		return true, nil
	}
	w.mu.Lock()
	from := w.ours[msg.SessionID]
	w.mu.Unlock()
	switch {
	case msg.SessionID != "" && from == nil:
		return false, nil
	case msg.Method == "Target.attachedToTarget":
		return w.attached(ctx, from, msg)
	case msg.Method == "Target.detachedFromTarget":
		var e target.EventDetachedFromTarget
		if err := json.Unmarshal(msg.Params, &e); err != nil {
			return false, err
		}
		w.mu.Lock()
		gone := w.ours[e.SessionID]
		delete(w.ours, e.SessionID)
		w.mu.Unlock()
		if gone != nil {
			gone.record.gone(string(e.SessionID))
		}
		return from != nil || gone != nil, nil
	case from == nil:
		return false, nil
	}
	event, err := cdproto.UnmarshalMessage(msg, chromedp.DefaultUnmarshalOptions)
	if err == nil {
		from.record.note(from, string(msg.SessionID), event)
	}
	return true, nil // what is newer than the library is nothing that we note
}

// attached begins to listen to what has just come to be, and lets it go on.
func (w *wire) attached(ctx context.Context, from *source, msg *cdproto.Message) (bool, error) {
	var e target.EventAttachedToTarget
	if err := jsonv2.Unmarshal(msg.Params, &e, chromedp.DefaultUnmarshalOptions); err != nil {
		return false, err
	}
	w.writing.Lock()
	asked := w.asked
	w.writing.Unlock()
	if from == nil && !e.WaitingForDebugger && asked {
		return false, nil // chromedp's own
	}
	s := &source{kind: e.TargetInfo.Type}
	switch {
	case from != nil:
		s.record, s.tab = from.record, from.tab
	default:
		s.record = w.recordOf(e.TargetInfo.BrowserContextID)
		if s.kind == "page" {
			s.tab = e.TargetInfo.TargetID
			if e.TargetInfo.OpenerID != "" {
				s.tab = s.record.opened(e.TargetInfo.TargetID, e.TargetInfo.OpenerID)
			}
		}
	}
	w.mu.Lock()
	w.ours[e.SessionID] = s
	w.mu.Unlock()
	for _, command := range [][2]string{
		{"Network.enable", "{}"}, {"Runtime.enable", "{}"}, {"Log.enable", "{}"}, {"Audits.enable", "{}"},
		{target.CommandSetAutoAttach, `{"autoAttach":true,"waitForDebuggerOnStart":true,"flatten":true,"filter":[{"type":"page","exclude":true},{"type":"service_worker","exclude":true},{"type":"shared_worker","exclude":true},{}]}`},
		{"Runtime.runIfWaitingForDebugger", "{}"},
	} {
		if err := w.send(ctx, e.SessionID, command[0], command[1]); err != nil {
			return false, err
		}
	}
	return true, nil
}
