/** State, a timer and an output in memory: keyed DoFns run on thousands of histories in seconds. */
package io.summerbeam.transforms.inmemory;
