package intent

import "testing"

func TestImpossible(t *testing.T) {
	for text, want := range map[string]WrongDate{
		"30 Feb":                               {"30 Feb", "29 February"},
		"29 Feb 2027":                          {"29 Feb 2027", "28 February 2027"},
		"what was decided on 30 february 2020": {"30 february 2020", "29 February 2020"},
		"minutes of June 31st, 2021":           {"June 31st, 2021", "30 June 2021"},
		"meeting on 31 April":                  {"31 April", "30 April"},
		"30 فروری 2020 کو کیا فیصلہ ہوا": {"30 فروری 2020", "29 February 2020"},
		"32/1":                        {"32/1", ""},
		"0000-00-00":                  {"0000-00-00", ""},
		"what was said on 2020-02-30": {"2020-02-30", "29 February 2020"},
		"99/99/9999":                  {"99/99/9999", ""},
		"26/13/2020?":                 {"26/13/2020", ""},
		"what was said on the 31st of June 2021 ?": {"31st of June 2021", "30 June 2021"},
	} {
		if got, ok := Impossible(text); !ok || got != want {
			t.Errorf("%q: %+v %v, want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"29 Feb 2020", "29 feb", "what was due by 31 March 2020", "12/31/2019", "31/12/2019", "section 32/1", "2019-10-29", "35 may attend", "31 decisions", "40 marched",
		"may 40 districts report", "DPCs in 31 of 35 districts as of 6 June 2023", "act of 2021", "14.5 by 29 february 2020", "2016-18", "dec 2020",
		"the 14th in october 2019", "june 2023", "s. 32(1)",
	} {
		if got, ok := Impossible(text); ok {
			t.Errorf("%q cannot be? %+v", text, got)
		}
	}
}

func TestStray(t *testing.T) {
	for text, want := range map[string]bool{
		"a~9": true, ">1": true, "meeting -1": true, "x^2": true, "--5": true, "15th -": true, "#14#": true, "ipmg ~3": true, "decision -2": true, "1+1=2": true, "*&^%": true,
		"14": false, "14th?": false, "14.5?": false, "s.18": false, "498-A": false, "32(a)": false, "meeting #14": false, "meeting 14": false, "14th": false,
		"meeting - 14th minutes": false, "GB?": false, "2019-20": false, "دفعہ 4": false, "what is > 10%": false,
	} {
		if got := Stray(text); got != want {
			t.Errorf("Stray(%q) is %v", text, got)
		}
	}
}
