/**
 * Runs a study from its definition to its report; engines run trials in threads or worker processes, with identical
 * results.
 */
package org.dropoutlab.run;
