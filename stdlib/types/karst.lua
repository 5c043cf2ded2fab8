---@meta karst
-- Made by karst from its registrations: do not edit.

---@class karst
---@field version string The version of karst.
---@field null userdata Stands for null, which unlike nil can stand in a table.
---@field arguments karst.arguments Command lines of scripts: the text that explains the options is also what they are read by.
---@field array karst.array Arrays of numbers of one kind: arithmetic, comparison, masks and sums without loops.
---@field cave karst.cave Clients of the skeleton service, with the names that Python's caveclient has.
---@field complete karst.complete What may follow the beginning of a line: names, fields and methods, found by raw access alone.
---@field csv karst.csv Comma-separated values as RFC 4180 has them, with line feeds and exact integers.
---@field errors karst.errors Errors made in Lua, shaped like those of the host: `code`, `message`, `where` and details.
---@field fs karst.fs Files and folders. Files are written completely or not at all.
---@field host karst.host The program around the engine, where it listens.
---@field ids karst.ids Root ids as people hand them over: arguments, text, files, standard input. Always exact integers.
---@field inspect karst.inspect Values as people read them: bounded in depth, width and time, never calling into the network.
---@field job_commands karst.job_commands The commands `karst fetch` and `karst jobs`: what they print, and their exit statuses.
---@field job_folder karst.job_folder What a bulk job keeps in its folder.
---@field jobs karst.jobs Skeletons of many neurons: work that finishes what it starts, and says why the rest is missing.
---@field journal karst.journal Journals: files of JSON lines that only grow. People can read them, programs replay them.
---@field json karst.json JSON with exact 64-bit integers; null is `karst.null`.
---@field log karst.log Messages for people on standard error: a level, a sentence, and what it is about.
---@field poll karst.poll Waiting for what takes its time: growing intervals, deadlines, and an end in every case.
---@field progress karst.progress How far a job is: a bar on a terminal, plain lines elsewhere; always on standard error.
---@field report karst.report Tables of results: as CSV for files and pipes, aligned for reading.
---@field retry karst.retry Trying again what may pass: growing pauses, the server's own wish where it states one.
---@field service karst.service The embedded skeleton service's own side: what a client cannot do.
---@field skeleton karst.skeleton Skeletons from files of any format.
---@field skeletonize karst.skeletonize Skeletons made on this machine, as the service makes them, without any service.
---@field swc karst.swc SWC files: read with line-numbered findings, written canonically.
---@field task karst.task Functions that run beside one another.
---@field terminal karst.terminal What the standard streams are connected to.
---@field test karst.test Tests written in Lua: describe, it, expect. A test may wait as any other code.
karst = {}

return karst
