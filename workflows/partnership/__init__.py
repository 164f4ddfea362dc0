"""School partnership programme (okul ortaklığı programı): two schools, fifteen rows, one year."""
