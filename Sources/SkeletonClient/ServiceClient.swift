import AsyncHTTPClient
import Logging
import SkeletonAPI
