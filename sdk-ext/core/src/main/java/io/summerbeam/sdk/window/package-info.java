/**
 * The vocabulary of windows that transforms and sinks share: {@link
 * io.summerbeam.sdk.window.Windows}.
 */
package io.summerbeam.sdk.window;
