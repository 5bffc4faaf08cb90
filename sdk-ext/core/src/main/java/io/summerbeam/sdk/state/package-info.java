/**
 * What transforms with keyed state have in common: {@link io.summerbeam.sdk.state.StateOptions};
 * {@link io.summerbeam.sdk.state.Wake}, the timer of a key; {@link
 * io.summerbeam.sdk.state.Durations}, the lengths of time they are given.
 */
package io.summerbeam.sdk.state;
