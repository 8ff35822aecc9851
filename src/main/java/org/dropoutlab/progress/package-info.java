/** Progress of a run on the console: lines and bars. */
package org.dropoutlab.progress;
