// The allocator's settings, which Swift's C library module does not show.
#pragma once

// Memory that was freed stays with the process, for whoever asks for the next large array.
//
// Given back to the system and asked for anew, each page of a large array costs a fault: of an edit
// of a million nodes that is three quarters of the time, and threads wait for one another in the
// kernel.
void karst_keep_freed_memory(void);

// What one thread freed serves the others too: for a program whose threads take turns. Call it
// before there are others.
void karst_share_freed_memory(void);
