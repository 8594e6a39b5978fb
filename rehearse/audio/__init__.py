"""All that touches sound: voice, player, recorder, devices, files, speech activity."""
