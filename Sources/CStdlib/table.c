#include "CStdlib.h"

// To add a file: its bytes and its entry, both in the order of the names.

static const unsigned char about_lua[] = {
#embed "../../stdlib/about.lua"
};
static const unsigned char access_lua[] = {
#embed "../../stdlib/access.lua"
};
static const unsigned char arguments_lua[] = {
#embed "../../stdlib/arguments.lua"
};
static const unsigned char complete_lua[] = {
#embed "../../stdlib/complete.lua"
};
static const unsigned char csv_lua[] = {
#embed "../../stdlib/csv.lua"
};
static const unsigned char errors_lua[] = {
#embed "../../stdlib/errors.lua"
};
static const unsigned char explain_lua[] = {
#embed "../../stdlib/explain.lua"
};
static const unsigned char grid_lua[] = {
#embed "../../stdlib/grid.lua"
};
static const unsigned char ids_lua[] = {
#embed "../../stdlib/ids.lua"
};
static const unsigned char inspect_lua[] = {
#embed "../../stdlib/inspect.lua"
};
static const unsigned char job_commands_lua[] = {
#embed "../../stdlib/job_commands.lua"
};
static const unsigned char job_folder_lua[] = {
#embed "../../stdlib/job_folder.lua"
};
static const unsigned char jobs_lua[] = {
#embed "../../stdlib/jobs.lua"
};
static const unsigned char journal_lua[] = {
#embed "../../stdlib/journal.lua"
};
static const unsigned char log_lua[] = {
#embed "../../stdlib/log.lua"
};
static const unsigned char poll_lua[] = {
#embed "../../stdlib/poll.lua"
};
static const unsigned char progress_lua[] = {
#embed "../../stdlib/progress.lua"
};
static const unsigned char recipes_cable_by_compartment_lua[] = {
#embed "../../stdlib/recipes/cable_by_compartment.lua"
};
static const unsigned char recipes_neuroglancer_to_swc_lua[] = {
#embed "../../stdlib/recipes/neuroglancer_to_swc.lua"
};
static const unsigned char recipes_parallel_map_lua[] = {
#embed "../../stdlib/recipes/parallel_map.lua"
};
static const unsigned char recipes_poll_and_fetch_lua[] = {
#embed "../../stdlib/recipes/poll_and_fetch.lua"
};
static const unsigned char recipes_poll_overnight_lua[] = {
#embed "../../stdlib/recipes/poll_overnight.lua"
};
static const unsigned char recipes_progress_callback_lua[] = {
#embed "../../stdlib/recipes/progress_callback.lua"
};
static const unsigned char recipes_qc_report_lua[] = {
#embed "../../stdlib/recipes/qc_report.lua"
};
static const unsigned char recipes_several_datastacks_lua[] = {
#embed "../../stdlib/recipes/several_datastacks.lua"
};
static const unsigned char recipes_sholl_profiles_lua[] = {
#embed "../../stdlib/recipes/sholl_profiles.lua"
};
static const unsigned char recipes_watch_list_lua[] = {
#embed "../../stdlib/recipes/watch_list.lua"
};
static const unsigned char report_lua[] = {
#embed "../../stdlib/report.lua"
};
static const unsigned char retry_lua[] = {
#embed "../../stdlib/retry.lua"
};
static const unsigned char session_lua[] = {
#embed "../../stdlib/session.lua"
};
static const unsigned char session_commands_lua[] = {
#embed "../../stdlib/session_commands.lua"
};
static const unsigned char skeleton_lua[] = {
#embed "../../stdlib/skeleton.lua"
};
static const unsigned char task_lua[] = {
#embed "../../stdlib/task.lua"
};
static const unsigned char test_lua[] = {
#embed "../../stdlib/test.lua"
};
static const unsigned char text_lua[] = {
#embed "../../stdlib/text.lua"
};
static const unsigned char timing_lua[] = {
#embed "../../stdlib/timing.lua"
};

static const karst_stdlib_file files[] = {
    {"about.lua", about_lua, sizeof about_lua},
    {"access.lua", access_lua, sizeof access_lua},
    {"arguments.lua", arguments_lua, sizeof arguments_lua},
    {"complete.lua", complete_lua, sizeof complete_lua},
    {"csv.lua", csv_lua, sizeof csv_lua},
    {"errors.lua", errors_lua, sizeof errors_lua},
    {"explain.lua", explain_lua, sizeof explain_lua},
    {"grid.lua", grid_lua, sizeof grid_lua},
    {"ids.lua", ids_lua, sizeof ids_lua},
    {"inspect.lua", inspect_lua, sizeof inspect_lua},
    {"job_commands.lua", job_commands_lua, sizeof job_commands_lua},
    {"job_folder.lua", job_folder_lua, sizeof job_folder_lua},
    {"jobs.lua", jobs_lua, sizeof jobs_lua},
    {"journal.lua", journal_lua, sizeof journal_lua},
    {"log.lua", log_lua, sizeof log_lua},
    {"poll.lua", poll_lua, sizeof poll_lua},
    {"progress.lua", progress_lua, sizeof progress_lua},
    {"recipes/cable_by_compartment.lua", recipes_cable_by_compartment_lua,
     sizeof recipes_cable_by_compartment_lua},
    {"recipes/neuroglancer_to_swc.lua", recipes_neuroglancer_to_swc_lua,
     sizeof recipes_neuroglancer_to_swc_lua},
    {"recipes/parallel_map.lua", recipes_parallel_map_lua, sizeof recipes_parallel_map_lua},
    {"recipes/poll_and_fetch.lua", recipes_poll_and_fetch_lua, sizeof recipes_poll_and_fetch_lua},
    {"recipes/poll_overnight.lua", recipes_poll_overnight_lua, sizeof recipes_poll_overnight_lua},
    {"recipes/progress_callback.lua", recipes_progress_callback_lua,
     sizeof recipes_progress_callback_lua},
    {"recipes/qc_report.lua", recipes_qc_report_lua, sizeof recipes_qc_report_lua},
    {"recipes/several_datastacks.lua", recipes_several_datastacks_lua,
     sizeof recipes_several_datastacks_lua},
    {"recipes/sholl_profiles.lua", recipes_sholl_profiles_lua, sizeof recipes_sholl_profiles_lua},
    {"recipes/watch_list.lua", recipes_watch_list_lua, sizeof recipes_watch_list_lua},
    {"report.lua", report_lua, sizeof report_lua},
    {"retry.lua", retry_lua, sizeof retry_lua},
    {"session.lua", session_lua, sizeof session_lua},
    {"session_commands.lua", session_commands_lua, sizeof session_commands_lua},
    {"skeleton.lua", skeleton_lua, sizeof skeleton_lua},
    {"task.lua", task_lua, sizeof task_lua},
    {"test.lua", test_lua, sizeof test_lua},
    {"text.lua", text_lua, sizeof text_lua},
    {"timing.lua", timing_lua, sizeof timing_lua},
};

size_t karst_stdlib_count(void) { return sizeof files / sizeof files[0]; }

const karst_stdlib_file *karst_stdlib_at(size_t index) {
  return index < karst_stdlib_count() ? &files[index] : NULL;
}
