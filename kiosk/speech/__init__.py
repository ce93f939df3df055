"""How it sounds: words become clips in a worker process, one player plays them, the narrator decides
which.
"""
