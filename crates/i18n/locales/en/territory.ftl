# Units of the codifier: names, search, import.

## The name with the word that says what it is
territory-name-crimea = Autonomous Republic of Crimea
territory-name-oblast = { $name } oblast
territory-name-special-status-city = { $name } city
territory-name-raion = { $name } raion
territory-name-hromada = { $name } hromada
territory-name-city = { $name } city
territory-name-urban-settlement = { $name } urban-type settlement
territory-name-settlement = { $name } settlement
territory-name-village = { $name } village
territory-name-city-district = { $name } city district

## Import
territory-import-done = Edition of { $day }: { $units } units. { $added } added, { $renamed } renamed, { $moved } moved, { $removed } removed, { $unchanged } unchanged.
territory-import-refused = The file was not taken and nothing was changed. Findings: { $total }.
territory-import-more = Further findings: { $total }.
territory-import-too-many-removals = The file was not taken and nothing was changed: it lacks { $removed } of the { $present } units in force, which is more than { $percent } %. If it really is a new complete edition, repeat with --allow-removals.

## Findings in the file
territory-finding-file = { $flaw }
territory-finding-row = Row { $row }: { $flaw }
territory-finding-cell = Row { $row }, column { $column }: { $flaw }
territory-flaw-empty = the file is empty
territory-flaw-too-large = the file is larger than { $most } MiB; this is not the codifier
territory-flaw-old-workbook = this is a workbook of the old format .xls; save it as .xlsx
territory-flaw-not-text = this is neither an .xlsx workbook nor text in UTF-8; save the table as .xlsx or as CSV UTF-8
territory-flaw-damaged = the file is damaged and cannot be read to its end ({ $detail }); download it again
territory-flaw-too-many-parts = the workbook has more than { $most } parts; this is not the codifier
territory-flaw-bomb = the workbook unfolds into suspiciously much (allowed are { $most } MiB); this is not the codifier
territory-flaw-too-many-cells = the table has more than { $most } cells; this is not the codifier
territory-flaw-no-heading = there is no heading row; seven columns from “Перший рівень” to “Назва об’єкта” are expected, in text separated by semicolons
territory-flaw-wrong-title = the title “{ $expected }” is expected here, but “{ $found }” was found
territory-flaw-too-long = the text is longer than { $most } characters
territory-flaw-beyond-columns = “{ $found }” stands to the right of the seven columns, where nothing is expected
territory-flaw-no-code = there is no code; it is expected in one of the columns A–E
territory-flaw-gap = the cell is empty although a code stands to its right; the codes of the units above have no gaps
territory-flaw-code-prefix = “{ $found }” is not a code: a code begins with the Latin letters UA
territory-flaw-code-length = “{ $found }” is not a code: exactly 17 digits are expected after UA
territory-flaw-code-digit = “{ $found }” is not a code: only digits are expected after UA
territory-flaw-code-first-level = “{ $found }” is not a code: its first two digits name the oblast and are never zeros
territory-flaw-duplicate-code = the code { $code } is already in row { $row }
territory-flaw-unknown-category = “{ $found }” is not a category; one of the letters O, K, P, H, M, T, X, C, B is expected
territory-flaw-wrong-level = the code { $code } stands for level { $code_level }, but category { $category } for level { $category_level }
territory-flaw-no-name = there is no name
territory-flaw-bad-name = “{ $found }” is not a name: a name begins with a letter and has only letters, digits, spaces, apostrophes, hyphens, periods, brackets, №
territory-flaw-no-parent = a unit of category { $category } needs a unit above it, and there is none
territory-flaw-parent-above-first = a unit of category { $category } is of the first level, nothing is expected above it
territory-flaw-parent-missing = the unit above, { $parent }, is not in the file
territory-flaw-parent-not-above = { $parent } cannot be the unit above: its level is not higher
territory-flaw-wrong-path = the units above differ from those in the row of the nearest one: { $expected } is expected, but { $found } was found
territory-flaw-after-end = “{ $found }” stands below the table; nothing is expected after an empty row
territory-flaw-no-units = there are no rows under the heading
