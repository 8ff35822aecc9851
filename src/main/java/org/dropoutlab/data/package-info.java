/** Examples in memory, tables and images, whatever their source. Imports experiment. */
package org.dropoutlab.data;
