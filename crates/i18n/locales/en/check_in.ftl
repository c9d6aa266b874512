# Check-in of one's own: the code on the screen, the word that is said, the code that a person carries, head-counts.

check-in-words =
    anchor, apple, apricot, arch, artist, autumn, bakery, balcony, bamboo, barley, basket, beacon, bell, berry,
    birch, blossom, bluebell, book, brass, bread, breeze, brick, bridge, brook, bronze, butter, butterfly, button,
    cabin, cable, camera, candle, canvas, carpet, carrot, castle, cedar, chalk, cherry, chess, chestnut, chimney,
    cinema, circle, clay, cliff, clock, cloud, clover, coast, cobalt, comet, compass, copper, coral, cotton,
    cradle, crane, crystal, cypress, daisy, dawn, desert, diamond, dolphin, dragonfly, eagle, echo, elm, ember,
    engine, evening, falcon, feather, fern, festival, field, fig, finch, fjord, flint, flute, forest, fountain,
    fox, frost, galaxy, garden, garlic, gallery, ginger, glacier, glass, globe, granite, grape, harbor, harvest,
    hazel, hedgehog, helmet, heron, hill, honey, horizon, horse, island, ivory, ivy, jacket, jasmine, journey,
    kettle, kingfisher, kitchen, kite, ladder, lagoon, lake, lantern, lark, laurel, lavender, leaf, lemon,
    library, lighthouse, lily, linen, lynx, magnet, maple, marble, market, meadow, melon, mill, mirror, mist,
    moon, morning, mosaic, mountain, museum, needle, nettle, nightingale, north, oak, oasis, ocean, olive, orange,
    orchard, orchid, otter, owl, paddle, paint, palace, paper, parade, park, parrot, pear, pebble, pencil, pepper,
    piano, picture, pigeon, pine, planet, plum, poem, pocket, pond, poppy, porcelain, prism, pumpkin, quartz,
    rabbit, rain, rainbow, raven, ribbon, river, robin, rocket, rose, rudder, saddle, saffron, sail, salmon, sand,
    sapphire, sea, shadow, shell, silver, sketch, sky, snow, sparrow, spring, spruce, square, squirrel, stair,
    star, station, stone, stork, storm, stream, summer, sunflower, swallow, swan, tea, temple, theatre, thistle,
    thunder, tower, train, tulip, tunnel, turtle, valley, velvet, village, violin, walnut, water, wave, wheat,
    wheel, whistle, willow, window, winter, wool

## On the screen
check-in-title = Check-in: { $title }
check-in-room = Check-in code for the room
check-in-open-lead = Show this page on the screen of the room. People scan the code with their phones or type the digits; both change every minute and open this session only.
check-in-open-when = It works from an hour before the start until the end of the session. Whoever scans before the start is counted from the start.
check-in-open = Show the code
check-in-scan-me = Scan the code with your phone
check-in-or-type = or open { $address } and type
check-in-symbol = QR code with the address of the check-in
check-in-taken-until = Changes every minute. This code is taken until { $time }.
check-in-screen-bar = { $scans } of { $people } checked in
check-in-screen-waits = The session begins at { $time }. Whoever checks in now is counted from then.
check-in-screen-not-yet = Check-in opens at { $time }.
check-in-screen-over = The check-in is over.
check-in-back = Back to the register

## On the register
check-in-section = Check-in
check-in-turnout = { $scans } checked in · { $there } of { $people } present or late
check-in-heads-counted = { $people ->
    [one] { $people } head counted, { $when }
   *[other] { $people } heads counted, { $when }
 }
check-in-heads-agree = As many as are marked
check-in-heads-more = { $count ->
    [one] { $count } person in the room is not marked. Ask who it is, or look for them under “not on the list”.
   *[other] { $count } people in the room are not marked. Ask who they are, or look for them under “not on the list”.
 }
check-in-heads-fewer = { $count ->
    [one] { $count } more is marked than is in the room. Somebody may have left, or checked in from elsewhere.
   *[other] { $count } more are marked than are in the room. Some may have left, or checked in from elsewhere.
 }
check-in-heads = Heads in the room
check-in-heads-hint = Count once, quickly. The register shows it beside the check-ins; every count is kept.
check-in-heads-save = Write down
check-in-heads-flash = The head-count is written down.
check-in-word = Spoken word
check-in-word-now = Word of the session: { $word }
check-in-word-hint = Say it in the room. People without a camera type it; an earlier word opens nothing any more. Leave it empty, and one is picked.
check-in-word-say = Set the word
check-in-word-flash = The word is set. Say it in the room.
check-in-bearers = Scan personal codes

## Personal codes at the door
check-in-bearers-title = Personal codes: { $title }
check-in-bearers-lead = Each person shows the code from their page. Scan it, or type the ten digits.
check-in-bearer = Personal code
check-in-bearer-hint = A scanner that types works here as well.
check-in-bearer-go = Check in
check-in-bearer-in = { $name } is checked in.
check-in-bearer-waiting = { $name } is checked in; it counts from the start.
check-in-bearer-known = { $name } was in already. Nothing has changed.
check-in-camera = Use the camera
check-in-camera-stop = Stop the camera
check-in-camera-none = The camera cannot be used here. Type the digits.

## For the person
check-in-me-title = Check-in
check-in-me-lead = Type the digits from the screen of the room, or the word that was said there. Scanning the code with the camera is quicker.
check-in-code = Digits or word
check-in-code-hint = The digits change every minute.
check-in-go = Check in
check-in-here = I am here
check-in-here-lead = One tap, and the register has you.
check-in-here-waits = The session has not begun. Your check-in waits and counts from the start.
check-in-no-seat = You hold no seat in this group. Tell the trainer: you can be written down by hand.
check-in-since = You are checked in since { $when }.
check-in-since-before = You are checked in; it counts from the start, { $when }.
check-in-flash-recorded = You are checked in.
check-in-flash-waiting = You are checked in. It counts from the start.
check-in-flash-known = You were in already. Nothing has changed.
check-in-enrollment = My training
check-in-me-link = Check in to a session
check-in-carried-link = My personal code

## The code that a person carries
check-in-carried-title = My personal code
check-in-carried-lead = Show it to the trainer, who scans it or types the digits. It checks you in to your own sessions only, and opens nothing else.
check-in-carried-none = You have no personal code.
check-in-carried-make = Make a code
check-in-carried-symbol = QR code with your personal code
check-in-carried-since = Yours since { $when }.
check-in-carried-void-title = Somebody else has it?
check-in-carried-void-lead = A new code makes the old one void at once.
check-in-carried-renew = New code
check-in-carried-void = Have none
check-in-carried-renewed-flash = You have a new code. The old one opens nothing any more.
check-in-carried-void-flash = Your code is void.
