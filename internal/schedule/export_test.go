package schedule

// CheckHolidayTable reads the embedded table of corrections in full.
func CheckHolidayTable() error {
	_, err := parseCorrections(holidaysCSV)
	return err
}

// CheckHolidayLine reads a table of one correction.
func CheckHolidayLine(line string) error {
	_, err := parseCorrections("country,when,change,name\n" + line)
	return err
}
