-- Version 9: which GPU an attempt has, so that processes on one machine share them.

ALTER TABLE attempt ADD COLUMN gpu INTEGER; -- as CUDA counts them; NULL: none of its own
