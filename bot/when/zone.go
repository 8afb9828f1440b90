package when

import (
	"fmt"
	"strings"
	"time"
)

// This file reads the zones that a time is said in: "PKT", "Geneva time", "+05:00".

// zones are the abbreviations people here use. PST is Pakistan Standard Time; an abbreviation with a fixed offset is that offset.
var zones = map[string]string{"pkt": "Asia/Karachi", "pkst": "Asia/Karachi", "pst": "Asia/Karachi", "utc": "UTC", "gmt": "UTC", "z": "UTC", "ist": "Asia/Kolkata",
	"gst": "Asia/Dubai", "jst": "Asia/Tokyo", "est": "-5", "edt": "-4", "et": "America/New_York", "cet": "+1", "cest": "+2", "bst": "+1", "eat": "+3", "aest": "+10", "sgt": "Asia/Singapore", "ast": "Asia/Riyadh", "npt": "Asia/Kathmandu", "aft": "Asia/Kabul", "cst": "-6", "cdt": "-5", "pdt": "-7", "ict": "+7", "hkt": "+8",
	"mst": "-7", "mdt": "-6", "aedt": "+11", "nzst": "+12", "nzdt": "+13", "wat": "+1", "cat": "+2", "sast": "+2", "eet": "+2", "eest": "+3", "msk": "+3", "trt": "+3"}

// wordy are abbreviations that are words as well: they count in capitals only.
var wordy = map[string]bool{"et": true, "est": true, "eat": true, "cat": true, "wat": true, "ast": true, "aft": true}

var cities = map[string]string{"pakistan": "Asia/Karachi", "karachi": "Asia/Karachi", "islamabad": "Asia/Karachi", "lahore": "Asia/Karachi", "peshawar": "Asia/Karachi", "quetta": "Asia/Karachi",
	"ny": "America/New_York", "washington": "America/New_York", "geneva": "Europe/Zurich", "uk": "Europe/London", "uae": "Asia/Dubai", "gulf": "Asia/Dubai", "eastern": "America/New_York", "us eastern": "America/New_York", "greenwich": "UTC", "central european": "Europe/Zurich", "british": "Europe/London",
	"mumbai": "Asia/Kolkata", "bangladesh": "Asia/Dhaka", "sri lanka": "Asia/Colombo", "nepal": "Asia/Kathmandu", "afghanistan": "Asia/Kabul", "iran": "Asia/Tehran", "turkey": "Europe/Istanbul",
	"japan": "Asia/Tokyo", "malaysia": "Asia/Kuala_Lumpur", "thailand": "Asia/Bangkok", "egypt": "Africa/Cairo", "kenya": "Africa/Nairobi", "germany": "Europe/Berlin", "france": "Europe/Paris",
	"switzerland": "Europe/Zurich", "italy": "Europe/Rome", "abu dhabi": "Asia/Dubai", "doha": "Asia/Qatar", "jeddah": "Asia/Riyadh", "ksa": "Asia/Riyadh",
	"saudi": "Asia/Riyadh", "delhi": "Asia/Kolkata", "new delhi": "Asia/Kolkata", "india": "Asia/Kolkata", "indian": "Asia/Kolkata", "beijing": "Asia/Shanghai", "china": "Asia/Shanghai", "ankara": "Europe/Istanbul"}

// zone reads a zone behind a time: an abbreviation, "Geneva time", or an offset such as +05:00.
func (p *parser) zone(i int) (*time.Location, int) {
	if p.is(i, "(") {
		if loc, e := p.zone(i + 1); e > 0 && p.is(e, ")") {
			return loc, e + 1
		}
		for e := i + 2; e < i+8; e++ { // (Asia/Karachi)
			if p.is(e, ")") && p.is(i+2, "/") {
				return p.load(p.text[p.tok(i+1).start:p.tok(e-1).end]), e + 1
			}
		}
		return nil, 0
	}
	t := p.tok(i)
	if t.kind == word {
		if name, ok := zones[t.raw]; ok && (t.raw != "z" || t.glued) && (t.upper > 1 || !wordy[t.raw]) {
			loc := p.load(name)
			if o, e := p.offset(i + 1); e > 0 && (t.raw == "utc" || t.raw == "gmt") {
				return o, e
			}
			return loc, p.skip(i+1, "time")
		}
		for words := 1; words <= 3; words++ { // "London time", "New York time", "Pakistan Standard Time"
			if k := p.skip(i+words, "standard", "daylight", "summer", "mean"); p.is(k, "time") {
				if loc := p.city(i, words); loc != nil || t.raw == "local" {
					return loc, k + 1
				}
			} else if t.upper > 0 && p.meridiem(i-1) != "" && p.dayOrEnd(k) { // "9am New York on Friday"
				if loc := p.city(i, words); loc != nil {
					return loc, k
				}
			}
		}
	}
	if t.kind == sign && t.glued && p.is(i-3, ":") {
		return p.offset(i)
	}
	if t.kind == sign && (t.glued && p.tok(i-1).kind == number || p.is(i, "+")) {
		if loc, e := p.offset(i); e == i+4 && (t.word == "+" || p.is(i-4, "t", ":")) { // "11:00-12:30" is a range
			return loc, e
		}
	}
	return nil, 0
}

// city is the zone of a city or a country, as the database of zones or people here name it; nil if it is neither.
func (p *parser) city(i, words int) *time.Location {
	var name []string
	for k := i; k < i+words; k++ {
		if raw := p.tok(k).raw; p.tok(k).kind == word && raw != "" {
			name = append(name, strings.ToUpper(raw[:1])+raw[1:])
		}
	}
	if zone, ok := cities[strings.ToLower(strings.Join(name, " "))]; ok {
		return p.load(zone)
	}
	for _, region := range []string{"Asia", "Europe", "Africa", "America", "Australia", "Pacific"} {
		if loc := p.load(region + "/" + strings.Join(name, "_")); loc != nil {
			return loc
		}
	}
	return nil
}

// offset reads +05:00, +0500 or -5.
func (p *parser) offset(i int) (*time.Location, int) {
	if !p.is(i, "+", "-") || p.tok(i+1).kind != number || !p.tok(i+1).glued {
		return nil, 0
	}
	h, m, e := p.tok(i+1).n, 0, i+2
	switch {
	case p.tok(i+1).digits == 4:
		h, m = h/100, h%100
	case p.is(e, ":") && p.tok(e+1).kind == number && p.tok(e+1).digits == 2:
		m, e = p.tok(e+1).n, e+2
	}
	if h > 14 || m > 59 || p.is(e, ":") || p.meridiem(e) != "" {
		return nil, 0
	}
	seconds := h*3600 + m*60
	if p.is(i, "-") {
		seconds = -seconds
	}
	return time.FixedZone(fmt.Sprintf("UTC%s%02d:%02d", p.tok(i).word, h, m), seconds), e
}

func (p *parser) load(name string) *time.Location {
	if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") {
		var h int
		_, _ = fmt.Sscanf(name, "%d", &h)
		return time.FixedZone("UTC"+name, h*3600)
	}
	if loc, err := time.LoadLocation(name); err == nil && name != "" {
		return loc
	}
	return nil
}
