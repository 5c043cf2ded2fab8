import Karst
