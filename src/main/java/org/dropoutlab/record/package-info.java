/** The run directory, its journal and manifest. */
package org.dropoutlab.record;
