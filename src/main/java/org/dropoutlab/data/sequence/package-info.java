/** A user's sequences: long tables whose rows are steps, and folders of files. Imports experiment and the other rooms of data. */
package org.dropoutlab.data.sequence;
