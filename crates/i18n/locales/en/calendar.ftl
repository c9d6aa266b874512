# One's own calendar, to subscribe to.

calendar-name = My training
calendar-title = My calendar
calendar-lead = Your sessions can stand in the calendar you already use, on a phone or a computer, and move by themselves when the timetable does.
calendar-none = To let a calendar know of your sessions, make an address. It is secret: whoever has it sees what your sessions are about, when, where and by which link they are held, and nothing else.
calendar-open = Make an address
calendar-address = Address of the calendar
calendar-address-hint = Add it to your calendar as a subscription by link. Show it to nobody.
calendar-subscribe = Add to a calendar
calendar-since = The address works since { $when }. Calendars look at it about once an hour; sessions that were called off stay in them, marked so.
calendar-void-title = If a stranger saw the address
calendar-void-lead = Make a new one: the old one stops working at once. You will have to subscribe again.
calendar-renew = Make a new address
calendar-close = Close the calendar
calendar-opened = The address of the calendar has been made.
calendar-closed = The calendar is closed; its address does not work any more.
